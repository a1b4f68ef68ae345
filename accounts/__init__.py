"""Who people are: users, units, roles, persons and their documents."""
