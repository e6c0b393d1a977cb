/** Times and numbers as a language writes them. */

/** "en" for a British browser is "en-GB": the customer's own clock, not the language's largest country's. */
function regional(language) {
  return navigator.languages.find((tag) => tag.split("-")[0] === language) ?? language;
}

function format(kind, language, options) {
  try {
    return new kind(regional(language), options);
  } catch {
    return new kind(undefined, options); // An odd language tag throws.
  }
}

/** "14:05", or as the language has it. */
export function clock(iso, language) {
  return format(Intl.DateTimeFormat, language, { hour: "numeric", minute: "2-digit" }).format(new Date(iso));
}

/** "Sunday, 22 November": the mark between two days of one conversation. */
export function day(iso, language) {
  const options = { weekday: "long", day: "numeric", month: "long" };
  return format(Intl.DateTimeFormat, language, options).format(new Date(iso));
}

export function number(value, language) {
  return format(Intl.NumberFormat, language).format(value);
}
