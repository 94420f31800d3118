package io.sightline.demo;

import static org.bytedeco.opencv.global.opencv_core.CV_16SC3;
import static org.bytedeco.opencv.global.opencv_core.CV_64FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.add;
import static org.bytedeco.opencv.global.opencv_core.repeat;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.FILLED;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_8;
import static org.bytedeco.opencv.global.opencv_imgproc.rectangle;

import io.sightline.detection.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.RNG;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * Cameras that look down on a belt with labelled parcels. The same seed, camera and sequence give the same bytes.
 *
 * <p>Everything is drawn with OpenCV's stroke fonts, so the machine needs none. A camera is triggered when whole
 * parcels are in view, hence no label is ever cut off.
 */
public final class ParcelScene {
    private static final int JPEG_QUALITY = 90;
    private static final int SLAT = 48;
    private static final int BELT_STEP = 131;
    private static final double NOISE = 4;
    /** Noise is costly to draw, so one band of it is repeated; divides every view's height. */
    private static final int NOISE_BANDS = 8;

    private static final List<View> VIEWS = List.of(
            new View(1280, 720, 3, 0.95, new int[] {70, 66, 62}),
            new View(640, 480, 1, 0.9, new int[] {62, 70, 66}),
            new View(960, 720, 2, 1.0, new int[] {58, 58, 62}),
            new View(1280, 720, 2, 1.3, new int[] {80, 76, 70}));

    private final long seed;

    public ParcelScene(long seed) {
        this.seed = seed;
    }

    /**
     * A drawn picture and what is written in it.
     *
     * @param textLines tight upright boxes of the text lines
     */
    public record Picture(int width, int height, byte[] jpeg, List<Box> textLines) {
        public Picture {
            textLines = List.copyOf(textLines);
        }
    }

    /**
     * Draws what the camera sees.
     *
     * @param camera number of the camera, from 0; decides size, lighting and how near the belt is
     * @param sequence number of the picture of this camera, from 0
     */
    public Picture draw(int camera, long sequence) {
        var view = VIEWS.get(camera % VIEWS.size());
        var random = new SplittableRandom(seed * 1_000_003L + camera * 7_919L + sequence * 104_729L);
        try (var ignored = new PointerScope()) {
            var canvas = new Mat(view.height, view.width, CV_8UC3, new Scalar(38, 36, 34, 0));
            drawBelt(canvas, view, sequence);
            var textLines = new ArrayList<Box>();
            for (var slot = 0; slot < view.slots; slot++) {
                textLines.addAll(placeParcel(canvas, view, slot, random));
            }
            addNoise(canvas, random);
            return new Picture(view.width, view.height, encode(canvas), textLines);
        }
    }

    private static void drawBelt(Mat canvas, View view, long sequence) {
        var top = view.height / 14;
        var bottom = view.height - top;
        fill(canvas, 0, top, view.width, bottom - top, view.belt(0));
        var shift = (int) (sequence * BELT_STEP % SLAT);
        for (var x = -shift; x < view.width; x += SLAT) {
            fill(canvas, x, top, 3, bottom - top, view.belt(-14));
            fill(canvas, x + 3, top, 2, bottom - top, view.belt(10));
        }
        for (var rail : new int[] {top - 12, bottom}) {
            fill(canvas, 0, rail, view.width, 12, new Scalar(150, 146, 140, 0));
            fill(canvas, 0, rail + 9, view.width, 3, new Scalar(96, 92, 88, 0));
        }
    }

    private static List<Box> placeParcel(Mat canvas, View view, int slot, SplittableRandom random) {
        var parcel = Parcel.draw(Label.random(view.textScale, random), random);
        var slotWidth = view.width / view.slots;
        var x = slot * slotWidth + between(random, 0, slotWidth - parcel.width() - Parcel.SHADOW);
        var y = between(random, 0, view.height - parcel.height() - Parcel.SHADOW);
        parcel.paste(canvas, x, y);
        return parcel.textLines().stream()
                .map(line -> line.movedBy(x, y))
                .map(line -> new Box(
                        (float) line.x() / view.width,
                        (float) line.y() / view.height,
                        (float) line.width() / view.width,
                        (float) line.height() / view.height))
                .toList();
    }

    /** The middle third of what is free, so that parcels keep away from the border. */
    private static int between(SplittableRandom random, int start, int room) {
        return start + room / 3 + random.nextInt(Math.max(1, room / 3));
    }

    private static void addNoise(Mat canvas, SplittableRandom random) {
        var noise = new Mat(canvas.rows() / NOISE_BANDS, canvas.cols(), CV_16SC3);
        var mean = new Mat(1, 1, CV_64FC1, new Scalar(0));
        var spread = new Mat(1, 1, CV_64FC1, new Scalar(NOISE));
        new RNG(random.nextLong())._fill(noise, RNG.NORMAL, mean, spread);
        add(canvas, repeat(noise, NOISE_BANDS, 1), canvas, new Mat(), CV_8UC3);
    }

    private static byte[] encode(Mat canvas) {
        var encoded = new BytePointer();
        if (!imencode(".jpg", canvas, encoded, new IntPointer(IMWRITE_JPEG_QUALITY, JPEG_QUALITY))) {
            throw new IllegalStateException("OpenCV cannot encode a JPEG of " + canvas.cols() + "x" + canvas.rows());
        }
        var bytes = new byte[(int) encoded.limit()];
        encoded.get(bytes);
        return bytes;
    }

    private static void fill(Mat canvas, int x, int y, int width, int height, Scalar colour) {
        rectangle(canvas, new Rect(x, y, width, height), colour, FILLED, LINE_8, 0);
    }

    /**
     * How one camera sees the belt.
     *
     * @param slots parcels in view
     * @param textScale size of the writing; 1 makes capitals 21 pixels high
     * @param beltColour blue, green, red
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record View(int width, int height, int slots, double textScale, int[] beltColour) {
        Scalar belt(int brighter) {
            return new Scalar(beltColour[0] + brighter, beltColour[1] + brighter, beltColour[2] + brighter, 0);
        }
    }
}
