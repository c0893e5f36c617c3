"""What the site's other rooms may add to a pupil's record without being known here."""

from django.dispatch import Signal

exporting = Signal()  # sent with `pupil`; a receiver answers with (title, what JSON can hold)
