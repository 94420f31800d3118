package io.sightline.kubernetes;

import io.sightline.integration.FileState;
import java.util.Optional;

/**
 * What has become of a Pipe in this process.
 *
 * @param state what came of its file as it is now; empty when it was not looked at yet
 * @param running generation of it that runs; empty when none does, or its route was stopped
 * @param everywhere whether each process runs it, and not one alone
 */
public record PipeFate(Optional<FileState> state, Optional<Long> running, boolean everywhere) {}
