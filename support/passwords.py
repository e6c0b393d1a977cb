"""What is no password: too short, too long, one's own address, or what everybody tries first.

No rules of composition: they make people write `Password1!` (NIST SP 800-63B, 3.1.1.2).
"""

from collections.abc import Iterator

from support.errors import WeakPassword

SHORTEST, LONGEST = 10, 500
"""Characters; the longest one is for who types a whole song, not for who wants our processor busy."""

_COMMON = """
0123456789 1234567890 12345678910 123456789a 1234567891 0987654321 9876543210 1111111111 0000000000 1122334455
1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4t5 qwertyuiop qwerty1234 qwerty12345 qwerty123456 1qaz2wsx3edc qazwsxedcrfv
asdfghjkl; asdfghjkl1 zxcvbnm123 abcdefghij abcdefghijk abc1234567 abcd123456 a123456789 aa12345678 qwer1234asdf
password12 password123 password1234 password12345 password1! passw0rd123 p@ssw0rd123 p@ssword123 mypassword
mypassword1 newpassword changeme123 changeme1234 welcome123 welcome1234 letmein123 letmein1234 iloveyou12
iloveyou123 ilovey0u123 administrator admin12345 admin123456 administrator1 superadmin rootroot12 secret1234
testtest12 test123456 test1234567 temppassword default123 football123 baseball123 liverpool1 manchester
christopher sunshine123 princess123 dragon12345 monkey12345 master12345 superman123 batman12345 starwars123
pokemon123 computer123 internet123 samsung123 google12345 minecraft1 chocolate1 basketball jennifer123 michael123
losenord123 losenord1234 hemligt123 passwort123 passwort1234 hallo12345 contraseña contraseña1 contrasena123
motdepasse motdepasse1 azertyuiop azerty12345 senha12345 parola1234 haslo12345 wachtwoord wachtwoord1
parley1234 parley12345 parleyadmin parleyparley helpdesk123 support123 support1234 customerservice
"""
"""The commonest of ten characters and more, by hand: what lists of stolen passwords have on top, and what suggests
itself here. Shorter ones are too short anyway."""


def accept(password: str, *, email: str) -> None:
    """Raises: WeakPassword, which says what to do."""
    for is_fault, advice in _faults(password, password.casefold(), email.casefold()):
        if is_fault:
            raise WeakPassword(advice)


def _faults(password: str, folded: str, email: str) -> Iterator[tuple[bool, str]]:
    yield len(password) < SHORTEST, f"choose a password of at least {SHORTEST} characters; three or four words are good"
    yield len(password) > LONGEST, f"choose a password of at most {LONGEST} characters"
    yield folded in (email, email.partition("@")[0]), "choose a password that is not your e-mail address"
    yield (
        folded in _COMMON.split() or len(set(folded)) < 4,
        "this password is one of the first that is tried; choose another",
    )
