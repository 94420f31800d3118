/** The REST contract as rules: who may call an operation, what it reads, what it answers, how it refuses. */
@NullMarked
package io.sightline.contract;

import org.jspecify.annotations.NullMarked;
