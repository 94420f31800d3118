/** The servers that are measured, each in a process of its own. */
@NullMarked
package io.sightline.benchmark.server;

import org.jspecify.annotations.NullMarked;
