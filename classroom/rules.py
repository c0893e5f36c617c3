"""What the teacher allows; the chat asks (CHAT_ROOM_RULE)."""

from classroom.models import Rules


def why_no_room():
    """Why a pupil may not open a room, in French; "" when a pupil may."""
    return "" if Rules.objects.current().rooms_by_pupils else "Les salons sont ouverts par le professeur."
