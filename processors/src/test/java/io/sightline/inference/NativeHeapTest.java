package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class NativeHeapTest {
    private static final int PIECE = 100_000;
    private static final int PIECES = 2_000;
    private static final long PAGE = 4096;

    @Test
    void givesBackWhatTheCLibraryKeepsForItself() throws IOException {
        // Given: the last piece lies above all others, and holds them in the process
        var pieces = pieces();
        var last = pieces.remove(pieces.size() - 1);
        pieces.forEach(Pointer::free);
        var before = memory();
        // When
        assertThat(NativeHeap.trim()).isTrue();
        // Then
        assertThat(before - memory()).isGreaterThan(PIECE * (long) PIECES / 2);
        Pointer.free(last);
    }

    private static List<Pointer> pieces() {
        var pieces = new ArrayList<Pointer>();
        for (int i = 0; i < PIECES; i++) {
            pieces.add(Pointer.memset(Pointer.malloc(PIECE), 1, PIECE));
        }
        return pieces;
    }

    /** Physical memory of this process, in bytes. */
    private static long memory() throws IOException {
        return PAGE
                * Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]);
    }
}
