package io.sightline.picture;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;

/** OpenCV's native code, loaded once and set up for a process that has its own worker per core. */
public final class NativeLibraries {
    private NativeLibraries() {}

    /**
     * Loads OpenCV.
     *
     * @throws IllegalStateException in one line, when the class path has no native code for this machine
     */
    public static void load() {
        // JavaCPP would else read the process's memory on each allocation, and collect garbage when the JVM as a whole,
        // ONNX Runtime included, exceeds a multiple of the heap; memory is bounded by the engine's permits, which
        // decode, run
        // and draw, and freed by scopes.
        setUnlessGiven("org.bytedeco.javacpp.maxphysicalbytes", "0");
        setUnlessGiven("org.bytedeco.javacpp.maxbytes", "0");
        try {
            Loader.load(opencv_core.class);
            Loader.load(opencv_imgproc.class);
            Loader.load(opencv_imgcodecs.class);
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    unsupported(System.getProperty("os.name"), System.getProperty("os.arch")), e);
        }
        opencv_core.setNumThreads(1);
    }

    /** What to say on a machine that has no native code. */
    static String unsupported(String system, String processor) {
        return "the class path has no native OpenCV for " + system + " on " + processor
                + "; Sightline runs on Linux with x86-64 or arm64, and a build for the other of the two sets"
                + " -Dnatives.classifier=linux-x86_64 or linux-arm64";
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
