"""How static files are stored: named by their content, compressed, with imports between modules renamed too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which also follows `import … from` between JavaScript modules."""

    support_js_module_import_aggregation = True
