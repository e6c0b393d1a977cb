"""Voice in words, by a service the operator names: whatever speaks OpenAI's `/v1/audio/transcriptions`.

Self-hosted ones do (faster-whisper-server, LocalAI, vLLM), so that no voice has to leave the house.
"""

import asyncio

import httpx
import structlog

from app.settings import settings

_SECONDS = 15.0
"""Well below what a turn may take (support.deliveries.WORK_SECONDS)."""
_log = structlog.get_logger()


async def transcribe(voice: bytes, media_type: str) -> str:
    """Return what is said, or "" where no transcriber is configured or it does not understand."""
    here = settings()
    if not here.transcriber_url:
        return ""
    headers = {"Authorization": f"Bearer {here.transcriber_key}"} if here.transcriber_key else {}
    files = {"file": ("voice.ogg", voice, media_type or "audio/ogg")}
    try:
        # httpx counts its timeout anew with every byte that comes.
        async with asyncio.timeout(_SECONDS), httpx.AsyncClient(timeout=_SECONDS, trust_env=False) as client:
            answer = await client.post(
                here.transcriber_url, headers=headers, files=files, data={"model": here.transcriber_model}
            )
        answer.raise_for_status()
        return str(answer.json()["text"]).strip()
    except (
        httpx.HTTPError,
        httpx.InvalidURL,
        TimeoutError,
        ValueError,
        KeyError,
        TypeError,
    ) as error:  # then a person listens to it
        _log.warning("transcriber.request.failed", fault=f"{type(error).__name__}: {error}")
        return ""
