package io.sightline.detection;

import java.util.List;

/**
 * An input of a model beside the picture.
 *
 * @param values row-major; they get the type that the model's input has
 */
public record NumberInput(String name, List<Long> shape, List<? extends Number> values) {
    public NumberInput {
        shape = List.copyOf(shape);
        values = List.copyOf(values);
    }
}
