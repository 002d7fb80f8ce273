"""Uploads never touch the disk in clear: a file beyond the memory limit is refused, and none is stored."""

from __future__ import annotations

from typing import IO, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.files.storage import Storage
from django.core.files.uploadhandler import MemoryFileUploadHandler


class RefuseClearFiles(MemoryFileUploadHandler):
    """Keeps a small upload in memory and raises RequestDataTooBig (answered 400) for a larger one: no file, ever."""

    received = 0

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],
        content_length: int,
        boundary: bytes | str,
        encoding: str | None = None,
    ) -> None:
        if content_length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig("An upload is larger than this server takes.")
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        if self.received > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig("An upload is larger than this server takes.")
        return super().receive_data_chunk(raw_data, start)


class NoStorage(Storage):
    """Default storage that refuses: files are sealed streams kept by the keyring, not Django files."""

    def _save(self, name: str, content: Any) -> str:
        raise PermissionDenied("Files are stored sealed, through the keyring.")

    def exists(self, name: str) -> bool:
        return False
