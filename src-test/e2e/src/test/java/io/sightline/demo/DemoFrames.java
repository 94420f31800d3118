package io.sightline.demo;

import java.io.IOException;
import java.util.List;

/** The pictures of one run, by their number. */
public interface DemoFrames {
    /** How many frames there are. */
    int count();

    /** What a person should know about the choice of the pictures, in whole sentences. */
    default List<String> notes() {
        return List.of();
    }

    /**
     * Draws or reads the frame.
     *
     * @param number from 0 to count, exclusive
     * @throws IOException when the picture cannot be read from where it lies
     */
    DemoFrame frame(int number) throws IOException;
}
