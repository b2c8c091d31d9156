"""Frame of a map: which part of the world it shows, in which units."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Frame:
    """Part of the world in a drawing: longitude to the right, latitude upwards, both to the same scale.

    At the equator a degree is as long either way; nowhere in Indonesia does that miss by more than two per cent.
    """

    west: float
    south: float
    east: float
    north: float
    unit: float
    """Of the drawing a degree."""

    @property
    def width(self) -> float:
        """Of the drawing."""
        return (self.east - self.west) * self.unit

    @property
    def height(self) -> float:
        """Of the drawing."""
        return (self.north - self.south) * self.unit

    @property
    def view_box(self) -> str:
        """As an SVG's viewBox."""
        edges = (self.west * self.unit, -self.north * self.unit, self.width, self.height)
        return " ".join(f"{edge:.6g}" for edge in edges)

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Place in the drawing."""
        return longitude * self.unit, -latitude * self.unit

    def scale(self, decimals: int) -> float:
        """What paths in units of the last of some decimals of a degree are multiplied by."""
        return self.unit / 10**decimals

    def holds(self, longitude: float, latitude: float) -> bool:
        """Whether a place lies in it."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north
