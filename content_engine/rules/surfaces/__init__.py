"""All texts of a part that a person or a program may read, seen or hidden."""

from content_engine.rules.surfaces.reading import Surface, SurfaceKind, read

__all__ = ["Surface", "SurfaceKind", "read"]
