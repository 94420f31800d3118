package io.sightline.lifecycle;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import io.sightline.mlflow.MlflowClient;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registered models of MLflow that are marked as to be served, by their own names. */
public final class MlflowDiscovery implements Discovery {
    private static final Logger LOG = LoggerFactory.getLogger(MlflowDiscovery.class);
    private static final int LONGEST = 200;

    private final MlflowClient client;
    private final Set<String> configured;
    private final Function<String, ManagedModel> management;
    private final Map<String, ManagedModel> known = new ConcurrentHashMap<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    /**
     * @param configured names of registered models that are looked after already, perhaps under another name
     * @param management makes what is needed to look after one
     */
    public MlflowDiscovery(MlflowClient client, Set<String> configured, Function<String, ManagedModel> management) {
        this.client = client;
        this.configured = Set.copyOf(configured);
        this.management = management;
    }

    @Override
    public Map<String, ManagedModel> found() {
        var found = new TreeMap<String, ManagedModel>();
        for (var model : client.served()) {
            var name = model.name();
            if (!configured.contains(name) && isUsable(name)) {
                found.put(name, known.computeIfAbsent(name, management));
            }
        }
        return found;
    }

    /** A name goes into keys, metrics and logs. */
    private boolean isUsable(String name) {
        var usable =
                name.length() <= LONGEST && !name.isBlank() && name.codePoints().noneMatch(Quotation::isControl);
        if (!usable && refused.add(name)) {
            LOG.atWarn()
                    .addKeyValue("model", Quotation.of(name))
                    .log("a registered model is not served: its name has more than " + LONGEST
                            + " characters, none but blanks, or control characters");
        }
        return usable;
    }

    @Override
    public Standing standing(String name) {
        try {
            return "true".equals(client.model(name).tags().get(MlflowClient.SERVE))
                    ? Standing.WANTED
                    : Standing.NOT_MARKED;
        } catch (PermanentFailure e) {
            if (e.code() == FailureCode.NOT_FOUND) {
                return Standing.NOT_FOUND;
            }
            throw e;
        }
    }
}
