"""Reading official documents: a file in, one `Document` out, whatever it was (docx, pdf, scan, text)."""
