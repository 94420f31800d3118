package io.sightline.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a measurement down: JSON for machines, and a row for RESULTS.md. */
final class MeasurementFiles {
    private final Path folder;

    MeasurementFiles(Path folder) {
        this.folder = folder;
    }

    /** Two descriptions of one measurement. */
    record Written(Path json, Path row) {}

    Written write(String name, Measurement measurement) throws IOException {
        Files.createDirectories(folder);
        var json = folder.resolve(name + ".json");
        JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), tree(measurement));
        var row = folder.resolve(name + ".md");
        Files.writeString(row, measurement.markdownRow() + "\n");
        return new Written(json, row);
    }

    private static Map<String, Object> tree(Measurement measurement) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("machine", measurement.machine());
        tree.put("date", measurement.date().toString());
        tree.put("commit", measurement.commit());
        tree.put("command", measurement.command());
        tree.put("medianShareOfLimit", measurement.median(Round::share));
        tree.put("lowestShareOfLimit", measurement.lowest(Round::share));
        tree.put("highestShareOfLimit", measurement.highest(Round::share));
        tree.put(
                "rounds",
                measurement.rounds().stream().map(MeasurementFiles::tree).toList());
        return tree;
    }

    private static Map<String, Object> tree(Round round) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("frames", round.frames());
        tree.put("cores", round.cores());
        tree.put("loopSeconds", Round.seconds(round.loop()));
        tree.put("decodeSeconds", Round.seconds(round.decode()));
        tree.put("inferSeconds", Round.seconds(round.infer()));
        tree.put("pipelineSeconds", Round.seconds(round.pipeline()));
        tree.put("pipelineEngineSeconds", Round.seconds(round.engine()));
        tree.put("limitPerSecond", round.limit());
        tree.put("loopPerSecond", round.loopRate());
        tree.put("pipelinePerSecond", round.pipelineRate());
        tree.put("shareOfLimit", round.share());
        tree.put("engineUse", round.engineUse());
        return tree;
    }
}
