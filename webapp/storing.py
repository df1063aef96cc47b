"""Files by this portal's settings: where they lie and who scans them."""

from webapp.cases.clamd import Clamd
from webapp.cases.files import Files, Store
from webapp.cases.uploads import Uploads
from webapp.config import Config


def uploads(config: Config) -> Uploads:
    """What is done with the files that people send."""
    scanner = Clamd(address=config.uploads.scanner) if config.uploads.scanner else None
    return Uploads(store=_store(config), scanner=scanner, release_unscanned=config.releases_unscanned)


def _store(config: Config) -> Store:
    if not config.s3.bucket:
        return Files(config.var / "documents")
    from webapp.cases.s3 import S3Files, bucket  # the demo starts without its library

    where = config.s3
    place = bucket(name=where.bucket, endpoint=where.endpoint, region=where.region, key=where.key, secret=where.secret)
    return S3Files(config.var / "coming", place)
