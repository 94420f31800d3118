package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessMemoryTest {
    private static final long MEBIBYTE = 1024 * 1024;

    @Test
    void refusesAModelWhoseSessionsFindNoRoomBesideTheHeap(@TempDir Path folder) {
        var memory = new ProcessMemory(10 * MEBIBYTE, 4 * MEBIBYTE);
        var files = filesOfFourMebibytes(folder);

        assertThatNoException().isThrownBy(() -> memory.requireRoom(files, 1));
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> memory.requireRoom(files, 2))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.MODEL_UNUSABLE))
                .withMessage(
                        "model tiny version 1 finds no room in the memory of this process: 2 sessions of it take 8 MiB,"
                                + " the heap up to 4 MiB, and the limit is 10 MiB; raise the limit (resources.limits.memory of"
                                + " the workload), give the heap less of it, set sightline.detection.threads=1, which saves a"
                                + " session, or make the model smaller");
    }

    /** Of a machine of 64 processors a pod with 1.5 GiB works on 7 pictures at a time. */
    @ParameterizedTest
    @CsvSource({"1536, 614, 64, 7", "1536, 614, 2, 2", "640, 600, 8, 1", "512, 1024, 8, 1"})
    void givesAsManyPermitsAsProcessorsAndMemoryAllow(long total, long heap, int processors, int permits) {
        var memory = new ProcessMemory(total * MEBIBYTE, heap * MEBIBYTE);

        assertThat(memory.permits(processors)).isEqualTo(permits);
    }

    @Test
    void knowsWhatThisProcessHas() {
        var memory = ProcessMemory.ofThisProcess();

        assertThat(memory.heap()).isPositive();
        assertThat(memory.total()).isGreaterThan(memory.heap());
    }

    /** Half of them is external data. */
    private ModelFiles filesOfFourMebibytes(Path folder) {
        var half = new byte[(int) (2 * MEBIBYTE)];
        return new ModelFolder(folder)
                .with("1/model.onnx", half)
                .with("1/weights/data", half)
                .directory()
                .newest();
    }
}
