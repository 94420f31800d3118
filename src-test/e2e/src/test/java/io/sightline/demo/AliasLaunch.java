package io.sightline.demo;

import io.sightline.demo.FolderLaunch.Draft;
import io.sightline.mlflow.DataScientist;
import java.util.Map;

/** A model in MLflow: both versions are registered, and the alias that serves moves in time. */
public record AliasLaunch(String model, DataScientist scientist, Release former, Release next) implements Launch {
    private static final String ALIAS = "champion";

    /** Registers both versions as new ones, and sets the alias to the first. */
    static AliasLaunch prepare(String model, DataScientist scientist, Draft former, Draft next) throws Exception {
        var first = new Release(scientist.register(model, former.folder()), former.title());
        var second = new Release(scientist.register(model, next.folder()), next.title());
        scientist.setAlias(model, ALIAS, first.version());
        return new AliasLaunch(model, scientist, first, second);
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("sightline.models." + model + ".from", "mlflow");
    }

    @Override
    public String act() {
        return "move of the alias";
    }

    @Override
    public void begin() {
        try {
            scientist.setAlias(model, ALIAS, next.version());
        } catch (Exception e) {
            throw new IllegalStateException("the alias cannot be moved: " + e.getMessage(), e);
        }
    }
}
