"""Hindi and Urdu in Latin letters, known by the small words that no sentence does without.

By far the most read of the languages that a shop in Europe or India has no examples of, and py3langid has never seen it
in Latin letters: "mera order kahan hai" was English, or Telugu.
"""

from kb.spelling import words_of

LANGUAGES = ("hi", "ur")
"""In Latin letters they are one."""

_TELLING = frozenset(
    words_of(
        """
        hai hain hoon nahi nahin kya kyu kyun kyon kaise kaisa kahan kaha kidhar kitna kitne kitni kaun
        mera meri mujhe mujhko hamara humko aapka aapke aapki aap apna
        gaya gayi gaye raha rahi rahe hua tha thi mili milega milegi milenge hoga hogi
        karna karne karo karu karun karein karke chahiye chahie sakta sakte sakti batao bataiye dijiye kijiye
        abhi aur liye wapas wala wali yeh woh koi kuch
        """
    )
)
_COMMON = frozenset(words_of("kar ke ko se ka ki tak ho ye jo bhi par kab mere hun hue hui mila diya liya"))
"""Words that other languages have, too; each says half as much."""
_ENOUGH, _SHARE = 1.5, 0.25
"""Of 4,100 examples in eight other languages, those romanised among them, none looks like it; of fourteen questions in
it thirteen do."""


def by_small_words(text: str) -> bool:
    """Whether a text is in Hindi or Urdu, in Latin letters."""
    words = words_of(text)
    telling = sum(word in _TELLING for word in words)
    said = telling + sum(word in _COMMON for word in words) / 2
    return telling > 0 and said >= max(_ENOUGH, _SHARE * len(words))
