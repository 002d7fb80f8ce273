"""The texts of every language but English, and how it writes days and numbers (`FORMAT_MODULE_PATH`)."""
