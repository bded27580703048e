"""What happens later, outside any call; each job may run twice or be cut off without harm."""
