"""One sample message of each type, filled with values that are all different, and its fields one by one."""
import genpy
from roslib.message import get_message_class


class Filler:
    """Fills messages with numbers that count up, exact in float32, negative in every second signed field."""

    def __init__(self):
        self.count = 0

    def message(self, cls):
        message = cls()
        for slot, kind in zip(cls.__slots__, cls._slot_types):
            setattr(message, slot, self.field(kind))
        return message

    def field(self, kind):
        if not kind.endswith("]"):
            return self.single(kind)
        base, size = kind[:-1].split("[")
        values = [self.single(base) for _ in range(int(size or 2))]
        return bytes(values) if base in ("uint8", "char") else values

    def single(self, kind):
        self.count += 1
        n = self.count
        signed = -n if n % 2 else n
        if kind == "string":
            return "s%d" % n if n % 3 else "\u00e4\u00f6\u20ac %d" % n
        if kind == "bool":
            return n % 2 == 1
        if kind == "time":
            return genpy.Time(4000000000 + n, n)
        if kind == "duration":
            return genpy.Duration(signed, n)
        if kind in ("float32", "float64"):
            return signed + 0.25
        if kind in ("uint8", "char"):
            return 255 - n % 100
        if kind in ("int8", "byte"):
            return signed % 100 - 100 * (signed < 0)
        if kind in ("int16", "int32", "int64"):
            return signed * {"int16": 200, "int32": 20000000, "int64": 2 ** 55}[kind]
        if kind in ("uint16", "uint32"):
            return {"uint16": 2 ** 16, "uint32": 2 ** 32}[kind] - n
        if kind == "uint64":
            return 2 ** 63 - n
        return self.message(get_message_class("std_msgs/Header" if kind == "Header" else kind))


def leaves(value, kind):
    """Every value in the order of the wire: numbers, texts, times as "seconds nanoseconds", byte lists as hex."""
    if kind.endswith("]"):
        base = kind.split("[")[0]
        if base in ("uint8", "char", "int8", "byte"):
            return [bytes(v & 255 for v in value).hex()]
        return [leaf for item in value for leaf in leaves(item, base)]
    if kind in ("time", "duration"):
        return ["%d %d" % (value.secs, value.nsecs)]
    if hasattr(value, "_slot_types"):
        return [leaf for slot, part in zip(value.__slots__, value._slot_types)
                for leaf in leaves(getattr(value, slot), part)]
    return [value]
