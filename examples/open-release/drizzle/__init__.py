# SPDX-License-Identifier: Apache-2.0
"""Drizzle: a language model of weather notes, small enough to read, train and check in one sitting."""
