"""Everything before the start: database, articles, demo orders, model; each only when something changed."""

import gzip
import hashlib
import os
import shutil
import sys
import tempfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from app.settings import ROOT, settings
from app.texts import texts
from app.wiring import books
from cli.calibrating import calibrating
from cli.children import Child
from cli.orders import read_orders
from kb.encoder import name_of
from kb.importing.markdown import read_folder
from kb.importing.mirroring import Mirrored, mirror
from store.engine import open_engine
from store.migrate import migrate
from support.errors import BrokenContent, Unavailable

_FREE_BYTES = 200 * 1024 * 1024
"""A training run writes some 40 MB and SQLite its journal; below this, writing would fail half-way."""

_TRAINED_ON = ("config.yml", "domain.yml", "data/nlu", "data/rules", "data/stories", "bot", "kb", "requirements.txt")
_MODELS_KEPT = 5
_MOST_NAMED = 10


@click.command()
def prepare() -> None:
    """Bring database, articles and model up to date."""
    model = prepared()
    click.echo(f"Ready: {model.relative_to(ROOT)}")


def prepared() -> Path:
    """Bring everything up to date and return the model's path; what is broken is found before anything is written."""
    for language in settings().languages:
        texts(language)
    orders = read_orders(settings().orders)
    import_folder()
    with books().writing() as uow:
        uow.orders.replace_all(orders)
        uow.commit()
    with calibrating():
        return trained()


def import_folder(*, force: bool = False) -> None:
    """Make the knowledge base what the article folder says; a broken article stops it before anything changes.

    What writers have changed stays as it is, and is named; with `force` the folder has the last word.
    """
    articles = read_folder(settings().articles)
    _check_disk(settings().var)
    if migrate(open_engine(settings().url)):
        click.echo("Database: brought up to date.")
    with books().writing() as uow:
        languages = (settings().default_language, *settings().languages)
        done = mirror(uow, articles, now=datetime.now(UTC), force=force, languages=languages)
        uow.commit()
    if done.changed:
        click.echo(f"Knowledge base: {len(articles)} articles, {len(done.changed)} topics changed.")
    _tell_kept(done)
    encode()


def _tell_kept(done: Mirrored) -> None:
    """Say which files were not taken in."""
    if done.kept:
        names = ", ".join(f"{language}/{slug}" for slug, language in done.kept[:_MOST_NAMED])
        more = f" and {len(done.kept) - _MOST_NAMED} more" if len(done.kept) > _MOST_NAMED else ""
        click.echo(f"Left as writers changed them (`./parley kb import --force` overwrites): {names}{more}")


def _check_disk(var: Path) -> None:
    var.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=var):  # raises OSError on a read-only disk, before anything else is tried
        pass
    free = shutil.disk_usage(var).free
    if free < _FREE_BYTES:
        raise Unavailable(f"{var}: only {free // 2**20} MB free; Parley needs {_FREE_BYTES // 2**20} MB to start")


def encode() -> None:
    """Encode what the configured encoder has not seen, with progress."""
    name = name_of(settings().encoder, settings().encoder_folder)
    with books().reading() as uow:
        missing = len(uow.passages.missing(name))
    if not missing:
        return
    from app.knowledge import encoder  # a second of imports that a warm start does not need
    from kb.indexer import encode_missing

    with click.progressbar(length=missing, label="Reading articles") as bar:
        encode_missing(books(), encoder(), lambda done, total: bar.update(done - bar.pos))


def trained() -> Path:
    """Return the model for today's data and configuration, training it where there is none.

    A model is named by the fingerprint of what it was trained on, and moved to its name when it is whole.
    """
    model = ROOT / "models" / f"{_fingerprint()}.tar.gz"
    if model.is_file() and not is_whole(model):
        click.echo(f"The model {model.relative_to(ROOT)} is damaged: it is trained anew.")
        model.unlink()
    if not model.is_file():
        with tempfile.TemporaryDirectory(dir=ROOT / "models", prefix=".training-") as folder:
            _train(Path(folder))
            os.replace(Path(folder) / "model.tar.gz", model)
        _forget_old_models()
    return model


def is_whole(archive: Path) -> bool:
    """Return whether a .tar.gz can be read to its end; gzip's checksum tells of any bit that has changed."""
    try:
        with gzip.open(archive) as content:
            return sum(map(len, iter(lambda: content.read(2**20), b""))) > 0
    except (gzip.BadGzipFile, EOFError, zlib.error):
        return False


def _fingerprint() -> str:
    digest = hashlib.blake2b(digest_size=8)
    digest.update(f"{name_of(settings().encoder, settings().encoder_folder)} {settings().languages}".encode())
    for path in _training_files():
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _training_files() -> Iterator[Path]:
    for name in _TRAINED_ON:
        found = ROOT / name
        if found.is_file():
            yield found
        files = (path for path in found.rglob("*") if path.suffix in (".yml", ".py"))
        yield from sorted(path for path in files if settings().asked not in path.parents)  # fitted to, not trained on


def _train(folder: Path) -> None:
    """Run Rasa's training beside us, showing that time passes; its log is shown only when it fails."""
    # --force: Rasa's cache knows a component by its own source and Rasa's data, not by the functions of kb/ that it
    # calls, and would keep what was made by those that are gone.
    command = [sys.executable, "-m", "bot", "train", "--force", "--fixed-model-name", "model", "--out", str(folder)]
    child = Child(command, settings().var / "training.log")
    code = child.wait("Training the assistant", "usually less than two minutes")
    if code != 0 or not (folder / "model.tar.gz").is_file():
        raise BrokenContent(f"training failed: {child.last_words()}")


def _forget_old_models() -> None:
    models = sorted((ROOT / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    for old in models[:-_MODELS_KEPT]:
        old.unlink()
