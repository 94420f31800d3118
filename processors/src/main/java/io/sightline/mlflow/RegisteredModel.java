package io.sightline.mlflow;

import java.util.Map;

/**
 * A model of the registry. Neither its name nor a version's number says which bytes it has: both come again after a
 * model was deleted and made anew.
 *
 * @param aliases number of the version behind each alias
 * @param tags values by their keys
 */
public record RegisteredModel(String name, Map<String, String> aliases, Map<String, String> tags) {
    /** What marks the prompts, which MLflow keeps in the same registry. */
    private static final String PROMPT = "mlflow.prompt.is_prompt";

    public RegisteredModel {
        aliases = Map.copyOf(aliases);
        tags = Map.copyOf(tags);
    }

    static RegisteredModel of(MlflowAnswer answer) {
        return new RegisteredModel(
                answer.text("name"), answer.pairs("aliases", "alias", "version"), answer.pairs("tags", "key", "value"));
    }

    /** Whether it is a text for a language model. */
    boolean isPrompt() {
        return "true".equalsIgnoreCase(tags.get(PROMPT));
    }
}
