"""Pages of cases: request, form, action or selector, template."""
