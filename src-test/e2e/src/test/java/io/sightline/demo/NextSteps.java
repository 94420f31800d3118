package io.sightline.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where to look after the demo: lines that can be pasted into a shell.
 *
 * @param picture a picture to post
 * @param mediaType of that picture
 */
public record NextSteps(DemoTarget target, Path picture, String mediaType) {
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("docs page               " + target.apiUrl() + "/docs (user demo, password dev-only)");
        if (target.mlflowUrl() != null) {
            lines.add("MLflow                  %s (its models: %<s/#/models)".formatted(target.mlflowUrl()));
        }
        lines.addAll(List.of("get a token, then post a picture:", token(), post()));
        return lines;
    }

    String token() {
        return "TOKEN=$(curl -sS -d grant_type=client_credentials -d client_id=sightline-dev -d client_secret=dev-only %s | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')"
                .formatted(target.tokenUrl());
    }

    String post() {
        return "curl -sS -H \"Authorization: Bearer $TOKEN\" -H \"Content-Type: %s\" --data-binary %s %s/v1/inference"
                .formatted(mediaType, quoted("@" + picture), target.apiUrl());
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9@/._+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
