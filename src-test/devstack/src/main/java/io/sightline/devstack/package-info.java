/**
 * Starts the real servers that Sightline needs, as child processes, for a laptop and for tests. This side runs in the
 * process of the runtime or of the tests and therefore needs nothing of the servers' own libraries.
 */
@NullMarked
package io.sightline.devstack;

import org.jspecify.annotations.NullMarked;
