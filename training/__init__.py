"""Non-degree training: proposals, classes, trainees."""
