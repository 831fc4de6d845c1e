from static import static


class Gauge:
    def __init__(self, port: str) -> None:
        self.port = port

    @static
    def to_feet(cm: int) -> float:
        """Convert a level to feet."""
        return round(cm / 30.48, 2)


class RadarGauge(Gauge):
    pass


def test_it_is_called_on_the_class() -> None:
    assert Gauge.to_feet(914) == 29.99


def test_it_is_called_on_an_instance_without_it() -> None:
    assert Gauge("Brest").to_feet(914) == 29.99


def test_a_subclass_inherits_it() -> None:
    assert RadarGauge("Ōminato").to_feet(0) == 0.0


def test_the_class_body_can_call_it() -> None:
    class Chart:
        @static
        def depth(datum: int) -> int:
            return -datum

        zero = depth(0)

    assert Chart.zero == 0
