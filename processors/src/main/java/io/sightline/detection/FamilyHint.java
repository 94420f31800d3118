package io.sightline.detection;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The family of models that go by another name: versions, sizes and spellings such as {@code yolov8n} or
 * {@code rt-detr}. Letters would mislead, from {@code yolov8} the nearest name is {@code yolov5}.
 */
final class FamilyHint {
    /** Lower case, without signs between; the first that fits counts. */
    private static final List<Name> NAMES = List.of(
            new Name("yolo.*(end2end|endtoend|e2e|nms).*", YoloEndToEnd.NAME),
            new Name("yolov?(10|26)([a-z].*)?", YoloEndToEnd.NAME),
            new Name("(yolov?(8|9|11|12)([a-z].*)?|yolov?[35].?u|yoloworld.*|yolo|ultralytics)", Yolo.NAME),
            new Name("yolov?5.*", Yolov5.NAME),
            new Name("(ultralytics)?(rtdetr.*|dfine.*|deim.*)", "rtdetr"),
            new Name("rfdetr.*", "rfdetr"),
            new Name("(ssd.*|torchvision.*|tensorflow.*|tfzoo|fasterrcnn.*|retinanet.*|efficientdet.*)", "ssd"),
            new Name("(ppocr.*|paddleocr.*|rapidocr.*|db|dbnet.*|dbpp)", "dbnet"),
            new Name("centerface.*", "centerface"),
            new Name("(scrfd.*|insightface.*)", "scrfd"),
            new Name("(pp)?picodet.*", "picodet"));
    /** Of those that no name above fits no family reads the output; the nearest name would be one that fails later. */
    private static final Pattern STRANGER = Pattern.compile("yolo.*");

    private FamilyHint() {}

    /** The family that is meant, one of those known; empty when it is anybody's guess. */
    static Optional<String> of(String name, Collection<String> known) {
        var plain = plain(name);
        return NAMES.stream()
                .filter(entry -> entry.names().matcher(plain).matches())
                .map(Name::family)
                .filter(known::contains)
                .findFirst();
    }

    /** Whether a family of similar letters would be the wrong one, where {@link #of} names none. */
    static boolean isStranger(String name) {
        return STRANGER.matcher(plain(name)).matches();
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private record Name(Pattern names, String family) {
        Name(String names, String family) {
            this(Pattern.compile(names), family);
        }
    }
}
