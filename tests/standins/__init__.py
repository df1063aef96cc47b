"""Servers on this machine that stand in for others: what they know is little, how they speak is right."""
