"""What customers are told while people see to them: how long it takes, when people are back, how it was."""

from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_timezone_location

from app.digits import in_digits_of
from app.texts import Texts, texts
from support.handoffs import Handoff
from support.messages import Author, Button, ConversationId, Message
from support.surveys import Survey
from support.waiting import Expectation

BACK_TO_BOT = "back_to_bot"
"""Payload of the button by which a customer leaves people for the bot."""
RATE = "rate:"
"""Begins the payload of a score: `rate:<handoff's id>:<score>`, or `rate:<handoff's id>:done` for no words."""

_ROUND_MINUTES = (5, 10, 15, 20, 30, 45)
_LONGEST_HOURS = 4
"""What takes longer usually is better not promised."""

_SAID = {"waiting": "still_waiting", "mail": "still_waiting", "untaken": "handover_untaken"}


def expected(language: str, expectation: Expectation) -> list[str]:
    """Return sentences: how long it usually takes, or when people are back; none where nothing is known."""
    own = texts(language)
    if expectation.is_open:
        usual = None if expectation.usual is None else _duration(own, expectation.usual)
        return [usual] if usual else []
    back = expectation.back_at and own.get("bot", "handover_back", when=moment(language, expectation))
    mail = own.get("bot", "leave_mail") if expectation.wants_mail else None
    return [each for each in (own.get("bot", "handover_away"), back, mail) if each]


def _duration(own: Texts, usual: timedelta) -> str | None:
    minutes = usual.total_seconds() / 60
    for most in _ROUND_MINUTES:
        if minutes <= most:
            return own.get("bot", "handover_minutes", minutes=in_digits_of(own.language, str(most)))
    if minutes <= 60:
        return own.get("bot", "handover_hour")
    hours = round(minutes / 60 + 0.49)
    if hours > _LONGEST_HOURS:
        return None
    return own.get("bot", "handover_hours", hours=in_digits_of(own.language, str(hours)))


def moment(language: str, expectation: Expectation) -> str:
    """Return when people are back: the day, the time, and whose clock it is."""
    assert expectation.back_at is not None
    locale = Locale.parse(language)
    there = expectation.back_at.astimezone(expectation.zone)
    day = f"{format_date(there, 'EEEE', locale=locale)} {format_skeleton('MMMMd', there, locale=locale)}"
    time = format_time(there, "short", locale=locale)
    said = locale.list_patterns["standard"]["middle"].format(day, time)  # with the comma of their script
    return in_digits_of(language, f"{said} ({_place(expectation.zone, locale)})")


def _place(zone: tzinfo | None, locale: Locale) -> str:
    """Return the city whose clock counts; customers may be anywhere."""
    name = str(zone or "UTC")
    return str(get_timezone_location(name, locale=locale, return_city=True)) if "/" in name else name


def with_outlook(message: Message, expectation: Expectation) -> Message:
    """Return a message that brings a person with what to expect, and the way back to the bot."""
    own = texts(message.language or "")
    text = " ".join([message.text, *expected(own.language, expectation)])
    return replace(message, text=text, buttons=(*message.buttons, back_to_bot(own)))


def back_to_bot(own: Texts) -> Button:
    """Return the button that leaves people for the bot."""
    return Button(title=own.get("bot", "back_to_bot"), payload=BACK_TO_BOT)


class Courtesies:
    """What the router says; see desk.rounds.Say."""

    def __init__(self, survey: Survey | None) -> None:
        self._survey = survey

    def __call__(self, handoff: Handoff, what: str, now: datetime) -> Message:
        """Return what to say: joined, waiting, mail, untaken or survey."""
        own = texts(handoff.context.get("language") or "")
        if what == "joined":
            return spoken(handoff.conversation_id, own, own.get("widget", "person_joined", name=handoff.taken_by), now)
        if what == "survey":
            return question(handoff, own, self._survey or Survey.CSAT, now)
        text = own.get("bot", _SAID[what])
        if what == "mail":
            text = f"{text} {own.get('bot', 'leave_mail')}"
        buttons = () if what == "untaken" else (back_to_bot(own),)
        return spoken(handoff.conversation_id, own, text, now, buttons)


def spoken(
    conversation_id: ConversationId, own: Texts, text: str, now: datetime, buttons: tuple[Button, ...] = ()
) -> Message:
    """Return something that Parley says outside of a turn; its id is given when it is posted."""
    return Message(
        id="",
        conversation_id=conversation_id,
        author=Author.BOT,
        text=text,
        sent_at=now,
        language=own.language,
        buttons=buttons,
    )


def question(handoff: Handoff, own: Texts, survey: Survey, now: datetime) -> Message:
    """Return the question how it was, with its scores to press."""
    scores = tuple(
        Button(title=in_digits_of(own.language, str(score)), payload=f"{RATE}{handoff.id}:{score}")
        for score in survey.scores
    )
    return spoken(handoff.conversation_id, own, own.get("bot", f"survey_{survey.value}"), now, scores)
