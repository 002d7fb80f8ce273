"""Pages of the help line: request, form, action or selector, template."""
