"""The only things a document may load: its own pictures, the portal's paper assets and fonts."""

import functools
import mimetypes
import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from core.pdf.errors import ResourceRefused
from core.pdf.fonts import font_folder

MAX_ASSET = 8 * 1024 * 1024
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,80}")
PICTURE_TYPES = {"image/png", "image/jpeg", "image/svg+xml", "image/webp", "image/gif"}


def read_asset(address: str, images: Mapping[str, bytes]) -> tuple[bytes, str]:
    """Content and type behind `asset:NAME`, `asset:fonts/NAME`; anything else is refused."""
    name = address.removeprefix("asset:")
    folder = settings.BASE_DIR / "static" / "pdf"
    if name.startswith("fonts/"):
        name, folder = name.removeprefix("fonts/"), font_folder()
    if not NAME.fullmatch(name) or ".." in name:
        raise ResourceRefused(address)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if folder != font_folder() and name in images:
        content = images[name]
    else:
        file = folder / name
        if not file.is_file() or file.is_symlink() or file.stat().st_size > MAX_ASSET * 4:
            raise ResourceRefused(address)
        content = file.read_bytes()
    return content, _sniffed(content) or kind


def _sniffed(content: bytes) -> str | None:
    if content.startswith(b"\x89PNG"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/svg+xml" if b"<svg" in content[:512] else None


@functools.cache
def _fetcher_class() -> type:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class AssetFetcher(URLFetcher):
        """No network, no files, no redirects: pictures in `data:` and names in `asset:` only."""

        def __init__(self, images: Mapping[str, bytes]) -> None:
            super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
            self.images = images

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("asset:"):
                content, kind = read_asset(url, self.images)
                return URLFetcherResponse(url, content, {"Content-Type": kind})
            kind = url[5:].split(",", 1)[0].split(";", 1)[0].casefold()
            if not url.startswith("data:") or kind not in PICTURE_TYPES or len(url) > MAX_ASSET * 2:
                raise ResourceRefused(url)
            return super().fetch(url, headers)

    return AssetFetcher


def asset_fetcher(images: Mapping[str, bytes] | None = None) -> Any:
    """The door through which the renderer may load anything at all."""
    return _fetcher_class()(images or {})
