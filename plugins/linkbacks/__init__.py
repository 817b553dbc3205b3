"""엮인글: the page that complained learns that it was answered, once, safely; and who speaks of an answer is shown."""
