"""A table of counts as a network: every figure is an edge, every sum is a node where flow in equals flow out.

Cox (1995), "Network models for complementary cell suppression": in a table with totals each feasible change of the
withheld figures is a cycle, so the range a reader can work out for a figure is a maximum flow. Exact, in integers.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

ENDLESS = 10**12


@dataclass(frozen=True)
class Figure:
    """One published or withheld count: `value` people flow from node `tail` to node `head`."""

    tail: int
    head: int
    value: int


class Room:
    """How far the withheld figures of a balanced table can move while every shown figure and every sum stays.

    A reader knows that a withheld figure is at least 1 (zeros are always shown).
    """

    def __init__(self, figures: Sequence[Figure], nodes: int, withheld: frozenset[int]) -> None:
        self.figures, self.nodes, self.withheld = figures, nodes, withheld

    def _residual(self, without: int) -> list[dict[tuple[int, bool], int]]:
        """Per node: {(figure, forward): how much it can still move}."""
        steps: list[dict[tuple[int, bool], int]] = [{} for _ in range(self.nodes)]
        for index in self.withheld - {without}:
            figure = self.figures[index]
            steps[figure.tail][(index, True)] = ENDLESS
            steps[figure.head][(index, False)] = figure.value - 1
        return steps

    def _end(self, step: tuple[int, bool]) -> int:
        figure = self.figures[step[0]]
        return figure.head if step[1] else figure.tail

    def _path(self, steps: list[dict[tuple[int, bool], int]], start: int, goal: int) -> list[tuple[int, bool]]:
        came: dict[int, tuple[int, tuple[int, bool]]] = {}
        queue = deque([start])
        while queue and goal not in came:
            node = queue.popleft()
            for step, room in steps[node].items():
                end = self._end(step)
                if room > 0 and end not in came and end != start:
                    came[end] = (node, step)
                    queue.append(end)
        return _walk_back(came, start, goal)

    def _saturate(self, steps: list[dict[tuple[int, bool], int]], start: int, goal: int, enough: int = ENDLESS) -> int:
        """Push as much as `enough` from start to goal through `steps`, which is changed in place; return the amount."""
        moved = 0
        while moved < enough and (path := self._path(steps, start, goal)):
            node, amount = start, enough - moved
            for step in path:
                amount = min(amount, steps[node][step])
                node = self._end(step)
            node = start
            for step in path:
                steps[node][step] -= amount
                node = self._end(step)
                back = (step[0], not step[1])
                steps[node][back] = steps[node].get(back, 0) + amount
            moved += amount
        return moved

    def bounds(self, index: int) -> tuple[int, int]:
        """Lowest and highest count a reader can hold possible for the withheld figure `index`."""
        figure = self.figures[index]
        up = self._saturate(self._residual(index), figure.head, figure.tail)
        down = self._saturate(self._residual(index), figure.tail, figure.head, figure.value - 1)
        return figure.value - down, min(ENDLESS, figure.value + up)

    def cheapest_company(self, index: int, costs: Sequence[int]) -> frozenset[int]:
        """The shown figures to withhold as well so that figure `index` gains room, least cost first (Dijkstra).

        Zeros never take part. Empty only when every figure that is not zero is withheld already.
        """
        figure = self.figures[index]
        steps = self._residual(index)
        self._saturate(steps, figure.head, figure.tail)
        for number, other in enumerate(self.figures):
            if number != index and number not in self.withheld and other.value > 0:
                steps[other.tail][(number, True)] = ENDLESS
                steps[other.head][(number, False)] = other.value - 1
        path = self._cheapest(steps, figure.head, figure.tail, costs)
        return frozenset(step[0] for step in path) - self.withheld

    def _cheapest(
        self, steps: list[dict[tuple[int, bool], int]], start: int, goal: int, costs: Sequence[int]
    ) -> list[tuple[int, bool]]:
        came: dict[int, tuple[int, tuple[int, bool]]] = {}
        best = {start: 0}
        heap = [(0, start)]
        while heap:
            cost, node = heapq.heappop(heap)
            if cost > best[node]:
                continue
            for step, room in steps[node].items():
                end = self._end(step)
                total = cost + (0 if step[0] in self.withheld else costs[step[0]])
                if room > 0 and total < best.get(end, ENDLESS):
                    best[end] = total
                    came[end] = (node, step)
                    heapq.heappush(heap, (total, end))
        return _walk_back(came, start, goal)


def _walk_back(came: dict[int, tuple[int, tuple[int, bool]]], start: int, goal: int) -> list[tuple[int, bool]]:
    path: list[tuple[int, bool]] = []
    node = goal
    while node in came and node != start:
        node, step = came[node]
        path.append(step)
    return path[::-1]
