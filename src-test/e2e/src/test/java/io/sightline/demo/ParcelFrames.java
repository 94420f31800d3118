package io.sightline.demo;

import java.util.List;
import java.util.Optional;

/** Drawn frames of parcels on a belt, the sources taking turns. */
public final class ParcelFrames implements DemoFrames {
    private final int count;
    private final List<String> sources;
    private final ParcelScene scene;

    public ParcelFrames(int count, List<String> sources, long seed) {
        this.count = count;
        this.sources = List.copyOf(sources);
        this.scene = new ParcelScene(seed);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public DemoFrame frame(int number) {
        var camera = number % sources.size();
        var sequence = number / sources.size();
        var source = sources.get(camera);
        var picture = scene.draw(camera, sequence);
        return new DemoFrame(
                source,
                sequence,
                "%s-%05d.jpg".formatted(source, sequence),
                "image/jpeg",
                picture.jpeg(),
                Optional.of(picture.textLines()));
    }
}
