"""Mail that means harm, mail that was broken on its way, and machines that look like people; invented people only."""
