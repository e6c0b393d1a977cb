"""In and out: signing in, signing out, and coming by a link."""

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from app.wiring import books
from desk import passwords, sign_ins, signing_in, throttle, welcome
from support.errors import NotAllowed, NotFound, NotSignedIn, Refused, TooManyAttempts
from support.staff import EVERYBODY, LONGEST, Account, Act
from web import guard
from web.addresses import is_from_our_pages
from web.cookies import cookie, forget, keep
from web.forms import field, own_path
from web.staff.acting import DEVICE, DEVICE_LASTS, act_of, browser_of, device_key, reading, slowly, typed, writing
from web.staff.rendering import first_page, page, sentence

_READ = ("GET", "HEAD")


def add_to(app: Sanic) -> None:
    """Put the doors on the app."""
    app.add_route(show_sign_in, guard.SIGN_IN, methods=_READ)
    app.add_route(sign_in, guard.SIGN_IN, methods=["POST"])
    app.add_route(sign_out, "/sign-out", methods=["POST"])
    app.add_route(show_welcome, f"{guard.WELCOME}<token:str>", methods=_READ)
    app.add_route(come_in, f"{guard.WELCOME}<token:str>", methods=["POST"])


async def show_sign_in(request: Request) -> HTTPResponse:
    """Show the form, or go on where somebody is signed in."""
    found = await guard.who_asks(request)
    if found is not None:
        return redirect(_wish(request, found[0]), status=303)
    return page(request, "sign_in.html", email="", next=request.args.get("next", ""))


async def sign_in(request: Request) -> HTTPResponse:
    """Let somebody in, or say that it was wrong."""
    _check_origin(request)
    act, email = act_of(request), field(request, "email")
    try:
        account, token = await slowly(
            signing_in.sign_in, books(), typed(request, email, "password"), act, browser=browser_of(request)
        )
    except (NotSignedIn, TooManyAttempts) as error:
        again = {"email": email, "next": field(request, "next"), "error": sentence(error)}
        return _retried(page(request, "sign_in.html", status=error.status, **again), error)
    await _end_what_was(request, act)
    return _let_in(request, account, token, _wish(request, account))


@guard.allowed(*EVERYBODY)
async def sign_out(request: Request) -> HTTPResponse:
    """End this browser's session."""
    await writing(sign_ins.sign_out, request.ctx.sign_in, act_of(request))
    answer = redirect(guard.SIGN_IN, status=303)
    forget(answer, guard.COOKIE)
    return answer


async def show_welcome(request: Request, token: str) -> HTTPResponse:
    """Show the form of a link; looking does not use it up, for mail programs look."""
    host = await reading(welcome.guest, token, now=act_of(request).at)
    return _welcome(request, host)


async def come_in(request: Request, token: str) -> HTTPResponse:
    """Use a link."""
    _check_origin(request)
    act, password = act_of(request), field(request, "password")
    host = await reading(welcome.guest, token, now=act.at)
    given = {"email": host.email or field(request, "email"), "name": field(request, "name") or host.name}
    try:
        welcome.check(host, password=password, **given)
        hash = await slowly(passwords.hash_of, password)
        account, signed = await writing(welcome.join, token, hash=hash, browser=browser_of(request), act=act, **given)
    except NotFound:
        raise
    except Refused as error:
        return _welcome(request, host, status=error.status, error=sentence(error), **given)
    return _let_in(request, account, signed, first_page(request, account))


def _welcome(request: Request, host: welcome.Guest, *, status: int = 200, **given: str) -> HTTPResponse:
    is_known = host.account is not None and host.account.joined_at is not None
    kind = "first" if host.account is None else "reset" if is_known else "invited"
    return page(
        request, "welcome.html", status=status, kind=kind, guest=host, **{"email": "", "name": host.name} | given
    )


def _wish(request: Request, account: Account) -> str:
    wish = field(request, "next") or request.args.get("next", "")
    return own_path(wish, first_page(request, account))


def _let_in(request: Request, account: Account, token: str, to: str) -> HTTPResponse:
    answer = redirect(to, status=303)
    keep(answer, guard.COOKIE, token, LONGEST)
    if not throttle.is_marked(device_key(), account.id, cookie(request, DEVICE)):
        keep(answer, DEVICE, throttle.device_mark(device_key(), account.id), DEVICE_LASTS)
    return answer


async def _end_what_was(request: Request, act: Act) -> None:
    """Sign out whoever was signed in from this browser: their cookie is gone."""
    found = await guard.who_asks(request)
    if found is not None:
        await writing(sign_ins.sign_out, found[1], act)


def _check_origin(request: Request) -> None:
    """Raises: NotAllowed for a form on another site, which would sign somebody in as somebody else."""
    if not is_from_our_pages(request):
        raise NotAllowed("this form was sent from another page; open /sign-in yourself (operator: PARLEY_PUBLIC_URL)")


def _retried(answer: HTTPResponse, error: Exception) -> HTTPResponse:
    if isinstance(error, TooManyAttempts):
        answer.headers["Retry-After"] = str(error.seconds)
    return answer
