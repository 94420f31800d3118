package io.sightline.cases;

import com.fasterxml.jackson.databind.JsonNode;
import io.sightline.failure.Quotation;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Shows how two values of JSON differ, by the path of each difference. The order of keys does not count. */
final class JsonDifference {
    private static final int MOST = 10;
    private static final int LONGEST = 160;

    private final List<String> lines = new ArrayList<>();

    private JsonDifference() {}

    /** None when they are the same. */
    static List<String> lines(JsonNode expected, JsonNode got) {
        var difference = new JsonDifference();
        difference.compare(expected, got, "");
        var lines = difference.lines;
        if (lines.size() <= MOST) {
            return List.copyOf(lines);
        }
        var first = new ArrayList<>(lines.subList(0, MOST));
        first.add("and " + (lines.size() - MOST) + " more");
        return first;
    }

    private void compare(JsonNode expected, JsonNode got, String path) {
        if (expected.isObject() && got.isObject()) {
            var names = new TreeSet<String>();
            expected.fieldNames().forEachRemaining(names::add);
            got.fieldNames().forEachRemaining(names::add);
            names.forEach(
                    name -> compare(expected.path(name), got.path(name), path.isEmpty() ? name : path + "." + name));
        } else if (expected.isArray() && got.isArray()) {
            for (int index = 0; index < Math.max(expected.size(), got.size()); index++) {
                compare(expected.path(index), got.path(index), path + "[" + index + "]");
            }
        } else if (!isSame(expected, got)) {
            lines.add((path.isEmpty() ? "" : path + ": ") + "expected " + shown(expected) + ", got " + shown(got));
        }
    }

    private static boolean isSame(JsonNode expected, JsonNode got) {
        return (expected.isNumber() && got.isNumber())
                ? expected.decimalValue().compareTo(got.decimalValue()) == 0
                : expected.equals(got);
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "nothing" : Quotation.of(value.toString(), LONGEST);
    }
}
