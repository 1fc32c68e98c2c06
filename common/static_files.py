"""Static files with a hash in their name, compressed once when they are collected."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Also follows imports between JavaScript modules, so that every file may be cached for ever."""

    support_js_module_import_aggregation = True
