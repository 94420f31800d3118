package io.sightline.demo;

import static org.bytedeco.opencv.global.opencv_imgproc.FONT_HERSHEY_SIMPLEX;
import static org.bytedeco.opencv.global.opencv_imgproc.getTextSize;

import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.IntPointer;

/**
 * What is written on a parcel, and where on its label.
 *
 * @param lines from top to bottom
 * @param scale size of the writing; 1 makes capitals 21 pixels high
 */
record Label(List<String> lines, double scale) {
    static final int FONT = FONT_HERSHEY_SIMPLEX;
    private static final double CAPITAL = 21;
    /** Nearer lines melt into one for a text detector, and an annotated picture needs room for the name of each. */
    private static final double LEADING = 58;

    private static final double MARGIN = 24;
    private static final List<String> TOWNS =
            List.of("MUNICH", "LYON", "TURIN", "GDANSK", "PORTO", "GHENT", "MALMO", "GRAZ", "CORK", "BRNO");
    private static final List<String> SERVICES = List.of("EXPRESS", "ECONOMY", "FRAGILE", "RETURN");

    Label {
        lines = List.copyOf(lines);
    }

    static Label random(double scale, SplittableRandom random) {
        return new Label(
                List.of(
                        "PARCEL %03d-%03d".formatted(random.nextInt(1000), random.nextInt(1000)),
                        "TO %05d %s".formatted(10_000 + random.nextInt(90_000), pick(TOWNS, random)),
                        "WEIGHT %d.%d KG".formatted(1 + random.nextInt(29), random.nextInt(10)),
                        "%s GATE %d".formatted(pick(SERVICES, random), 1 + random.nextInt(40))),
                scale);
    }

    int strokes() {
        return Math.max(1, (int) Math.round(2 * scale));
    }

    int width() {
        var widest = lines.stream()
                .mapToInt(line -> getTextSize(line, FONT, scale, strokes(), new IntPointer(1L))
                        .width())
                .max()
                .orElse(0);
        return widest + 2 * margin();
    }

    int height() {
        return (int) ((lines.size() - 1) * LEADING * scale + CAPITAL * scale) + 2 * margin();
    }

    /** Where the foot of the line stands, in pixels below the label's top. */
    int baseline(int line) {
        return margin() + (int) (CAPITAL * scale + line * LEADING * scale);
    }

    int margin() {
        return (int) (MARGIN * scale);
    }

    private static String pick(List<String> words, SplittableRandom random) {
        return words.get(random.nextInt(words.size()));
    }
}
