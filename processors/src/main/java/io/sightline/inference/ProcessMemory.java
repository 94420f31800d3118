package io.sightline.inference;

import com.sun.management.OperatingSystemMXBean;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.lang.management.ManagementFactory;

/**
 * What a process may take, by its container's limit where it has one.
 *
 * @param total in bytes
 * @param heap most of it that Java's heap takes, in bytes
 */
public record ProcessMemory(long total, long heap) {
    private static final long MEBIBYTE = 1024 * 1024;
    /** A decoded picture of the largest size is as long as this and a quarter. */
    private static final long ONE_RUN = 128 * MEBIBYTE;

    public static ProcessMemory ofThisProcess() {
        var machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new ProcessMemory(
                machine.getTotalMemorySize(), Runtime.getRuntime().maxMemory());
    }

    /**
     * How many pictures may be worked on at a time. A container without a limit of processors sees all of its machine,
     * and its memory has not grown with them.
     *
     * @param processors as many as there are
     * @return at least 1
     */
    public int permits(int processors) {
        return (int) Math.max(1, Math.min(processors, (total - heap) / ONE_RUN));
    }

    /** Whether as many bytes of weights find room beside the heap. */
    public boolean hasRoom(long weights) {
        return heap + weights <= total;
    }

    /**
     * Refuses a version whose weights alone find no room beside the heap: the kernel would kill the process while it
     * loads them, without a word.
     *
     * @param sessions how many there will be of it, each with weights of its own
     * @throws PermanentFailure MODEL_UNUSABLE with the sizes and the way out: neither changes while this process lives
     */
    void requireRoom(ModelFiles files, int sessions) {
        var weights = files.size() * sessions;
        if (hasRoom(weights)) {
            return;
        }
        var version = files.version();
        throw new PermanentFailure(
                FailureCode.MODEL_UNUSABLE,
                "model " + version.name() + " version " + version.version()
                        + " finds no room in the memory of this process: "
                        + (sessions > 1 ? sessions + " sessions of it take " : "it takes ") + mebibytes(weights)
                        + ", the heap up to " + mebibytes(heap) + ", and the limit is " + mebibytes(total)
                        + "; raise the limit (resources.limits.memory of the workload), give the heap less of it"
                        + (sessions > 1 ? ", set sightline.detection.threads=1, which saves a session," : "")
                        + " or make the model smaller");
    }

    private static String mebibytes(long bytes) {
        return (bytes + MEBIBYTE - 1) / MEBIBYTE + " MiB";
    }
}
