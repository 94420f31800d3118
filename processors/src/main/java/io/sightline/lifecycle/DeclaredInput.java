package io.sightline.lifecycle;

import java.util.List;

/**
 * An input of a model, as whoever logged it has declared it.
 *
 * @param name its name; empty where the model has one alone and it was given none
 * @param type of its elements, by NumPy's names, such as float32
 * @param shape lengths of its dimensions; -1 where one is open
 */
public record DeclaredInput(String name, String type, List<Long> shape) {
    public DeclaredInput {
        shape = List.copyOf(shape);
    }
}
