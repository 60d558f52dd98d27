"""Benchmarks: `./run bench`. They are measured, not tested: no time is a reason to fail a test."""
