package io.sightline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FramesAheadTest {
    @Test
    void drawsAheadAsManyAsFitAndTheRestOnDemand() throws IOException {
        // Given frames of 20 MiB
        var drawn = new ArrayList<Integer>();
        var ahead = FramesAhead.of(frames(10, drawn));
        assertThat(drawn).containsExactly(0, 1, 2, 3);
        assertThat(ahead.size()).isEqualTo(4);
        // When
        var names = new ArrayList<String>();
        for (int number = 0; number < 10; number++) {
            names.add(ahead.next(number).name());
        }
        // Then
        assertThat(names).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(drawn).hasSize(10);
    }

    @Test
    void drawsNoMoreThanThereAre() throws IOException {
        assertThat(FramesAhead.of(frames(2, new ArrayList<>())).size()).isEqualTo(2);
    }

    private static DemoFrames frames(int count, ArrayList<Integer> drawn) {
        var bytes = new byte[20 * 1024 * 1024];
        return new DemoFrames() {
            @Override
            public int count() {
                return count;
            }

            @Override
            public DemoFrame frame(int number) {
                drawn.add(number);
                return new DemoFrame("camera", number, "" + number, "image/jpeg", bytes, Optional.empty());
            }
        };
    }
}
