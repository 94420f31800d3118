package io.sightline.demo;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.subtract;
import static org.bytedeco.opencv.global.opencv_imgproc.FILLED;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_8;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_BINARY;
import static org.bytedeco.opencv.global.opencv_imgproc.boundingRect;
import static org.bytedeco.opencv.global.opencv_imgproc.getRotationMatrix2D;
import static org.bytedeco.opencv.global.opencv_imgproc.putText;
import static org.bytedeco.opencv.global.opencv_imgproc.rectangle;
import static org.bytedeco.opencv.global.opencv_imgproc.threshold;
import static org.bytedeco.opencv.global.opencv_imgproc.warpAffine;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Point2f;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * A drawn parcel with its label, slightly turned. Its pictures live in the caller's pointer scope.
 *
 * @param colour the parcel on a ground that does not belong to it
 * @param mask not zero where the parcel is
 * @param textLines tight upright rectangles of the text lines, in pixels of the parcel's own picture
 */
record Parcel(Mat colour, Mat mask, List<Area> textLines) {
    private static final double MAX_TURN_DEGREES = 2.5;
    private static final int GROUND = 12;
    static final int SHADOW = 9;
    private static final int HALF_COVERED = 127;

    Parcel {
        textLines = List.copyOf(textLines);
    }

    /** A rectangle in whole pixels. */
    record Area(int x, int y, int width, int height) {
        Area movedBy(int right, int down) {
            return new Area(x + right, y + down, width, height);
        }
    }

    static Parcel draw(Label label, SplittableRandom random) {
        var side = 12 + random.nextInt(14);
        var over = 26 + random.nextInt(50);
        var below = 26 + random.nextInt(50);
        var width = label.width() + 2 * side;
        var height = label.height() + over + below;
        var colour = new Mat(height + 2 * GROUND, width + 2 * GROUND, CV_8UC3, new Scalar(0, 0, 0, 0));
        var mask = blankLike(colour);
        rectangle(mask, new Rect(GROUND, GROUND, width, height), new Scalar(255), FILLED, LINE_8, 0);
        drawCardboard(colour, width, height, random);
        var paper = new Rect(GROUND + side, GROUND + over, label.width(), label.height());
        rectangle(colour, paper, new Scalar(238, 242, 244, 0), FILLED, LINE_8, 0);
        rectangle(colour, paper, new Scalar(168, 174, 178, 0), 1, LINE_8, 0);

        var turn = getRotationMatrix2D(
                new Point2f(colour.cols() / 2f, colour.rows() / 2f),
                (random.nextDouble() * 2 - 1) * MAX_TURN_DEGREES,
                1);
        var textLines = new ArrayList<Area>();
        for (var line = 0; line < label.lines().size(); line++) {
            write(colour, label, line, paper, new Scalar(24, 22, 22, 0));
            var alone = blankLike(colour);
            write(alone, label, line, paper, new Scalar(255));
            textLines.add(extent(turned(alone, turn)));
        }
        return new Parcel(turned(colour, turn), turned(mask, turn), textLines);
    }

    int width() {
        return colour.cols();
    }

    int height() {
        return colour.rows();
    }

    /** Puts the parcel and its shadow onto the picture. */
    void paste(Mat canvas, int x, int y) {
        var shade = new Mat(canvas, new Rect(x + SHADOW, y + SHADOW, width(), height()));
        subtract(shade, new Mat(shade.size(), CV_8UC3, new Scalar(30, 30, 30, 0)), shade, mask, -1);
        colour.copyTo(new Mat(canvas, new Rect(x, y, width(), height())), mask);
    }

    private static void drawCardboard(Mat colour, int width, int height, SplittableRandom random) {
        var light = random.nextInt(40);
        var board = new Scalar(88 + light, 126 + light, 160 + light, 0);
        var rib = new Scalar(83 + light, 120 + light, 154 + light, 0);
        var tape = new Scalar(104 + light, 146 + light, 178 + light, 0);
        var edge = new Scalar(58 + light, 90 + light, 118 + light, 0);
        rectangle(colour, new Rect(GROUND, GROUND, width, height), board, FILLED, LINE_8, 0);
        for (var y = GROUND + 4; y < GROUND + height; y += 7) {
            rectangle(colour, new Rect(GROUND, y, width, 1), rib, FILLED, LINE_8, 0);
        }
        var tapeLeft = GROUND + width / 4 + random.nextInt(width / 3);
        rectangle(colour, new Rect(tapeLeft, GROUND, 52, height), tape, FILLED, LINE_8, 0);
        rectangle(colour, new Rect(GROUND, GROUND, width, height), edge, 3, LINE_8, 0);
    }

    private static void write(Mat target, Label label, int line, Rect paper, Scalar colour) {
        var foot = new Point(paper.x() + label.margin(), paper.y() + label.baseline(line));
        putText(
                target,
                label.lines().get(line),
                foot,
                Label.FONT,
                label.scale(),
                colour,
                label.strokes(),
                LINE_AA,
                false);
    }

    private static Area extent(Mat ink) {
        var covered = new Mat();
        threshold(ink, covered, HALF_COVERED, 255, THRESH_BINARY);
        var extent = boundingRect(covered);
        return new Area(extent.x(), extent.y(), extent.width(), extent.height());
    }

    private static Mat turned(Mat flat, Mat turn) {
        var turned = new Mat();
        warpAffine(flat, turned, turn, flat.size());
        return turned;
    }

    private static Mat blankLike(Mat picture) {
        return new Mat(picture.rows(), picture.cols(), CV_8UC1, new Scalar(0));
    }
}
