#include "data/value.h"
