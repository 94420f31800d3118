package io.sightline.query;

import io.sightline.lifecycle.RequestedCommand;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is answered about a command on a model. */
public final class CommandAnswer {
    private CommandAnswer() {}

    /** The command as an operation. */
    public static Map<String, Object> of(RequestedCommand command) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("id", command.id().toString());
        answer.put("kind", command.command());
        answer.put("state", command.state());
        answer.put("model", command.model());
        Answers.put(answer, "version", command.version().orElse(null));
        answer.put("requestedBy", command.requestedBy());
        Answers.put(answer, "requestedAt", command.requestedAt());
        Answers.put(answer, "message", command.message().orElse(null));
        Answers.put(answer, "finishedAt", command.endedAt().orElse(null));
        return answer;
    }

    /** The same from its row. */
    static Map<String, Object> of(Map<String, Object> row) {
        var command = new LinkedHashMap<String, Object>();
        Answers.put(command, "id", row.get("id"));
        Answers.put(command, "kind", row.get("command"));
        Answers.put(command, "state", row.get("state"));
        Answers.put(command, "model", row.get("name"));
        Answers.put(command, "version", row.get("version"));
        Answers.put(command, "requestedBy", row.get("requested_by"));
        Answers.put(command, "requestedAt", Answers.time(row.get("requested_at")));
        Answers.put(command, "message", row.get("message"));
        Answers.put(command, "finishedAt", Answers.time(row.get("ended_at")));
        return command;
    }
}
